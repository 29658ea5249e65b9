package dev.perennial.agent.instrument;

import dev.perennial.agent.container.JoinPoint;
import dev.perennial.agent.instrument.Adapters.Layer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the agent's calls into the classes of containers, as their adapters say, and into four of
 * the JDK, when they are loaded or later. What one adapter wants and cannot be woven is left out,
 * and {@link WeavingNotes} says so. Made by the agent's entry, by reflection. Thread-safe.
 */
public final class Weaver implements ClassFileTransformer, Runnable {
  /** The JDK's class through which all sockets are bound but Unix domain sockets. */
  static final String NET = "sun/nio/ch/Net";

  private static final Layer BIND =
      new Layer("jdk", List.of(new JoinPoint("sun.nio.ch.Net", "bind", 4, BindAdvice.class)));

  private static final String UNIX = "sun/nio/ch/UnixDomainSockets";
  private static final Layer BIND_UNIX =
      new Layer(
          "jdk",
          List.of(new JoinPoint("sun.nio.ch.UnixDomainSockets", "bind", 2, BindUnixAdvice.class)));

  private static final String REFUSED = "java/lang/OutOfMemoryError";
  private static final Layer MAKE_REFUSED =
      new Layer(
          "jdk",
          List.of(
              new JoinPoint(
                  "java.lang.OutOfMemoryError", JoinPoint.CONSTRUCTOR, 0, RefusedAdvice.class),
              new JoinPoint(
                  "java.lang.OutOfMemoryError", JoinPoint.CONSTRUCTOR, 1, RefusedAdvice.class)));

  private static final String THREAD = "java/lang/Thread";
  private static final Layer START = new Layer("jdk", starts(Runtime.version().feature()));

  private final WovenCache cache;
  private final Adapters adapters;
  private final Object lock = new Object();

  /** Guarded by the lock; made when first needed, since that loads Byte Buddy. */
  private @Nullable AdviceWeaving weaving;

  /**
   * Makes a weaver with its cache on disk.
   *
   * @param build names the very build of the agent
   */
  public Weaver(String build) {
    this(WovenCache.atItsPlace(build), Adapters.ofThisAgent());
  }

  Weaver(WovenCache cache, Adapters adapters) {
    this.cache = cache;
    this.adapters = adapters;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable Module module,
      @Nullable ClassLoader loader,
      String className,
      @Nullable Class<?> loaded,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    List<Layer> layers = layers(className);
    byte[] current = bytes;
    for (Layer layer : layers) {
      try {
        current = woven(loader, className, current, layer);
      } catch (Throwable e) {
        WeavingNotes.add(
            "%s could not be woven and runs as it is (%s)".formatted(className, layer.origin()), e);
      }
    }
    return current == bytes ? null : current;
  }

  /** Executors start theirs by a method of its own since Java 19. */
  private static List<JoinPoint> starts(int java) {
    JoinPoint plain = new JoinPoint("java.lang.Thread", "start", 0, StartAdvice.class);
    return java < 19
        ? List.of(plain)
        : List.of(plain, new JoinPoint("java.lang.Thread", "start", 1, StartAdvice.class));
  }

  private List<Layer> layers(String className) {
    if (className.equals(NET)) {
      return List.of(BIND);
    }
    if (className.equals(THREAD)) {
      return List.of(START);
    }
    if (className.equals(REFUSED)) {
      return List.of(MAKE_REFUSED);
    }
    return className.equals(UNIX) ? List.of(BIND_UNIX) : adapters.layers(className);
  }

  private byte[] woven(@Nullable ClassLoader loader, String className, byte[] bytes, Layer layer) {
    String key = layer.origin() + " " + className;
    byte[] known = cache.find(key, bytes);
    if (known != null) {
      WeavingNotes.add("took woven " + className + " from the cache", null);
      return known;
    }
    byte[] woven = weaving().weave(loader, className.replace('/', '.'), bytes, layer.points());
    cache.keep(key, bytes, woven);
    WeavingNotes.add("wove " + className + " of " + loader, null);
    return woven;
  }

  private AdviceWeaving weaving() {
    synchronized (lock) {
      AdviceWeaving present = weaving;
      if (present == null) {
        present = new AdviceWeaving();
        weaving = present;
      }
      return present;
    }
  }

  /**
   * Warms up: the first class of a cold JVM takes half a second otherwise. The JDK's network class
   * serves for that, which fills the cache with what a restarted JVM needs first. If it is there,
   * so are the others, and there is nothing to do.
   */
  @Override
  public void run() {
    try (InputStream in = ClassLoader.getSystemResourceAsStream(NET + ".class")) {
      byte[] bytes = in == null ? null : in.readAllBytes();
      if (bytes != null && cache.find(BIND.origin() + " " + NET, bytes) == null) {
        transform(null, null, NET, null, null, bytes);
      }
    } catch (IOException e) {
      WeavingNotes.add("cannot warm up", e);
    }
  }
}
