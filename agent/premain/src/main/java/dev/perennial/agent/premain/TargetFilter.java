package dev.perennial.agent.premain;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.HashSet;
import java.util.Set;

/**
 * Sees every class that is loaded and lets all pass but the few that are to be woven; only those
 * cost more than a look into a set.
 */
final class TargetFilter implements ClassFileTransformer {
  /** Woven, as the next one, only where listening sockets were kept over a restart. */
  private static final String BIND = "sun/nio/ch/Net";

  private static final String BIND_UNIX = "sun/nio/ch/UnixDomainSockets";

  /** Loaded before any agent, so they are woven later; see {@link #retransformLater}. */
  private static final String REFUSED = "java/lang/OutOfMemoryError";

  private static final String THREAD = "java/lang/Thread";

  private final LazyWeaver weaver;
  private final Set<String> names;

  /**
   * @param containerClasses by their internal names; the weaver knows what to do with each
   */
  TargetFilter(LazyWeaver weaver, Set<String> containerClasses, boolean restarted) {
    this.weaver = weaver;
    this.names = new HashSet<>(containerClasses);
    names.add(REFUSED);
    names.add(THREAD);
    if (restarted) {
      names.add(BIND);
      names.add(BIND_UNIX);
    }
  }

  @Override
  public byte[] transform(
      Module module,
      ClassLoader loader,
      String className,
      Class<?> loaded,
      ProtectionDomain domain,
      byte[] bytes) {
    if (className == null || !names.contains(className)) {
      return null;
    }
    return weaver.weave(module, loader, className, loaded, domain, bytes);
  }

  /** Loads and warms up the weaver, so that the first class need not wait for that. */
  void warmUp() {
    weaver.warmUp();
  }

  /** Weaves those targets that are loaded already. Does no harm to those that are woven. */
  void retransformLoaded(Instrumentation instrumentation) {
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (names.contains(loaded.getName().replace('.', '/'))
          && loaded != OutOfMemoryError.class
          && loaded != Thread.class) {
        retransform(instrumentation, loaded);
      }
    }
  }

  /**
   * Weaves the error that tells of exhausted memory, and what starts threads. Nobody has to wait
   * for that.
   */
  void retransformLater(Instrumentation instrumentation) {
    retransform(instrumentation, OutOfMemoryError.class);
    retransform(instrumentation, Thread.class);
  }

  private static void retransform(Instrumentation instrumentation, Class<?> loaded) {
    try {
      instrumentation.retransformClasses(loaded);
    } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
      Agent.failed(e);
    }
  }
}
