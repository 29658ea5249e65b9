package dev.perennial.agent.instrument;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the agent's calls into the classes of a container, when they are loaded or later. A class
 * that cannot be woven stays as it is, and {@link WeavingNotes} says so. Made by the agent's entry,
 * by reflection. Thread-safe.
 */
public final class Weaver implements ClassFileTransformer, Runnable {
  private final WovenCache cache;
  private final Object lock = new Object();

  /** Guarded by the lock; made when first needed, since that loads Byte Buddy. */
  private @Nullable AdviceWeaving weaving;

  /**
   * Makes a weaver with its cache on disk.
   *
   * @param build names the very build of the agent
   */
  public Weaver(String build) {
    this(WovenCache.atItsPlace(build));
  }

  Weaver(WovenCache cache) {
    this.cache = cache;
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable Module module,
      @Nullable ClassLoader loader,
      String className,
      @Nullable Class<?> loaded,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    try {
      return woven(loader, className, bytes);
    } catch (Throwable e) {
      WeavingNotes.add(className + " could not be woven and runs as it is", e);
      return null;
    }
  }

  private byte @Nullable [] woven(@Nullable ClassLoader loader, String className, byte[] bytes) {
    List<JoinPoint> points = JoinPoint.of(className);
    if (points.isEmpty()) {
      return null;
    }
    byte[] known = cache.find(className, bytes);
    if (known != null) {
      WeavingNotes.add("took woven " + className + " from the cache", null);
      return known;
    }
    byte[] woven = weaving().weave(loader, className.replace('/', '.'), bytes, points);
    cache.keep(className, bytes, woven);
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
    try (InputStream in = ClassLoader.getSystemResourceAsStream(JoinPoint.NET + ".class")) {
      byte[] bytes = in == null ? null : in.readAllBytes();
      if (bytes != null && cache.find(JoinPoint.NET, bytes) == null) {
        transform(null, null, JoinPoint.NET, null, null, bytes);
      }
    } catch (IOException e) {
      WeavingNotes.add("cannot warm up", e);
    }
  }
}
