package dev.perennial.agent.premain;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.IllegalClassFormatException;
import java.security.ProtectionDomain;

/** The runtime's weaver, loaded when it is first needed. Thread-safe. */
final class LazyWeaver {
  private static final String TYPE = "dev.perennial.agent.instrument.Weaver";

  private final RuntimeLoader runtime;
  private final Object lock = new Object();

  private volatile ClassFileTransformer weaver;

  /** Guarded by the lock. */
  private boolean hasFailed;

  LazyWeaver(RuntimeLoader runtime) {
    this.runtime = runtime;
  }

  byte[] weave(
      Module module,
      ClassLoader loader,
      String className,
      Class<?> loaded,
      ProtectionDomain domain,
      byte[] bytes) {
    ClassFileTransformer current = get();
    try {
      return current == null
          ? null
          : current.transform(module, loader, className, loaded, domain, bytes);
    } catch (IllegalClassFormatException e) {
      Agent.failed(e);
      return null;
    }
  }

  void warmUp() {
    if (get() instanceof Runnable warmUp) {
      warmUp.run();
    }
  }

  private ClassFileTransformer get() {
    ClassFileTransformer current = weaver;
    // A target that is loaded in the course of loading the weaver cannot be woven by it.
    if (current != null || Thread.holdsLock(lock)) {
      return current;
    }
    synchronized (lock) {
      if (weaver == null && !hasFailed) {
        try {
          weaver =
              (ClassFileTransformer)
                  runtime.loadClass(TYPE).getConstructor(String.class).newInstance(runtime.build());
        } catch (Throwable e) {
          hasFailed = true;
          Agent.failed(e);
        }
      }
      return weaver;
    }
  }
}
