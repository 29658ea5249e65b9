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
  /** Woven only where listening sockets were kept over a restart. */
  private static final String BIND = "sun/nio/ch/Net";

  /** Internal names; the runtime's weaver knows what to do with each. */
  static final Set<String> CONTAINER_CLASSES =
      Set.of(
          "org/apache/catalina/connector/CoyoteAdapter",
          "org/apache/catalina/connector/OutputBuffer",
          "org/apache/catalina/session/ManagerBase",
          "org/apache/catalina/session/StandardSession",
          "org/apache/catalina/core/StandardContext",
          "org/apache/catalina/core/StandardServer",
          "org/apache/catalina/core/StandardService");

  private final LazyWeaver weaver;
  private final Set<String> names;

  TargetFilter(LazyWeaver weaver, boolean restarted) {
    this.weaver = weaver;
    this.names = new HashSet<>(CONTAINER_CLASSES);
    if (restarted) {
      names.add(BIND);
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
      if (names.contains(loaded.getName().replace('.', '/'))) {
        try {
          instrumentation.retransformClasses(loaded);
        } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
          Agent.failed(e);
        }
      }
    }
  }
}
