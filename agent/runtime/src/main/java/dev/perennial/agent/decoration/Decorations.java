package dev.perennial.agent.decoration;

import dev.perennial.agent.log.Log;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** Finds the decoration of a jar. */
public final class Decorations {
  private Decorations() {}

  /**
   * Returns the decoration that is a service of this loader's jar, which is told as a warning;
   * {@link Decoration#NONE} if there is none, or if it cannot be made, which is told as an error.
   */
  public static Decoration of(ClassLoader loader, Log log) {
    try {
      Decoration found =
          ServiceLoader.load(Decoration.class, loader).findFirst().orElse(Decoration.NONE);
      if (found != Decoration.NONE) {
        log.warn(found + ": this jar is for tests of tests only, and not the product");
      }
      return found;
    } catch (ServiceConfigurationError e) {
      log.error("decoration", "the decoration of this jar cannot be made; it does nothing", e);
      return Decoration.NONE;
    }
  }
}
