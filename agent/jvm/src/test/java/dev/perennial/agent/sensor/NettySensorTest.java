package dev.perennial.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.aging.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** With copies of its counter in class loaders of their own, as each web application has one. */
final class NettySensorTest {
  private static final String COUNTER = "shaded.io.netty.util.internal.PlatformDependent";

  private final AtomicLong clock = new AtomicLong();
  private final List<Class<?>> loaded = new ArrayList<>();
  private final NettySensor sensor =
      new NettySensor(() -> loaded.toArray(new Class<?>[0]), clock::get);

  /** A class loader that has the counter itself. */
  private static final class Application extends ClassLoader {
    Application() {
      super(NettySensorTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> there = findLoadedClass(name);
        if (there != null || !name.startsWith(COUNTER)) {
          return there == null ? super.loadClass(name, resolve) : there;
        }
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
          byte[] bytes = in.readAllBytes();
          return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
          throw new ClassNotFoundException(name, e);
        }
      }
    }

    boolean has(String type) {
      return findLoadedClass(type) != null;
    }

    void use(long bytes) throws ReflectiveOperationException {
      loadClass(COUNTER).getField("used").setLong(null, bytes);
    }
  }

  private void load(ClassLoader loader, String... names) throws ClassNotFoundException {
    for (String name : names) {
      loaded.add(Class.forName(name, false, loader));
    }
  }

  private Optional<Reading> readLater() {
    clock.addAndGet(30_000_000_000L);
    return sensor.read();
  }

  private static Reading reading(long bytes) {
    return new Reading("buffers.netty", bytes, 1000, "bytes");
  }

  @Test
  void withoutNettyThereIsNoReading() {
    loaded.addAll(Arrays.asList(String.class, NettySensorTest.class));

    assertThat(sensor.read()).isEmpty();
  }

  @Test
  void theCopyNearestToItsLimitIsRead() throws Exception {
    assertThat(sensor.read()).isEmpty();
    Application one = new Application();
    Application other = new Application();
    one.use(100);
    other.use(500);
    for (Application loader : List.of(one, other)) {
      load(loader, COUNTER, COUNTER + "0");
    }
    assertThat(sensor.read()).as("all classes are looked through seldom").isEmpty();

    assertThat(readLater()).contains(reading(500));
    one.use(501);
    assertThat(sensor.read()).contains(reading(501));
  }

  @Test
  void howeverLongALookTookTheNextIsWithinAMinute() throws Exception {
    NettySensor slow =
        new NettySensor(
            () -> {
              clock.addAndGet(100_000_000);
              return loaded.toArray(new Class<?>[0]);
            },
            clock::get);
    long begin = clock.get();
    assertThat(slow.read()).isEmpty();
    Application one = new Application();
    one.use(500);
    load(one, COUNTER, COUNTER + "0");

    clock.set(begin + 59_000_000_000L);
    assertThat(slow.read()).as("a part in 5,000 of the time").isEmpty();
    clock.set(begin + 60_000_000_000L);
    assertThat(slow.read()).contains(reading(500));
  }

  @Test
  void oneThatCountsNothingIsLeftOut() throws Exception {
    Application one = new Application();
    one.use(-1);
    load(one, COUNTER, COUNTER + "0");

    assertThat(sensor.read()).isEmpty();
  }

  /** To ask it would run its static initialiser, on a thread and at a time that are not its own. */
  @Test
  void oneThatIsLoadedAndNotInitialisedIsNotAsked() throws Exception {
    Application one = new Application();
    load(one, COUNTER);

    assertThat(sensor.read()).isEmpty();

    assertThat(one.has(COUNTER + "0")).isFalse();
  }

  @Test
  void oneThatWasUndeployedIsForgotten() throws Exception {
    WeakReference<ClassLoader> gone = deployed();

    long begin = System.nanoTime();
    while (gone.get() != null && System.nanoTime() - begin < 20_000_000_000L) {
      System.gc();
    }

    assertThat(gone.get()).as("kept by nothing of the agent's").isNull();
    assertThat(sensor.read()).isEmpty();
  }

  private WeakReference<ClassLoader> deployed() throws Exception {
    Application application = new Application();
    application.use(7);
    load(application, COUNTER, COUNTER + "0");
    assertThat(sensor.read()).contains(reading(7));
    loaded.clear();
    return new WeakReference<>(application);
  }
}
