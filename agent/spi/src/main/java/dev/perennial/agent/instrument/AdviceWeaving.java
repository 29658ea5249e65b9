package dev.perennial.agent.instrument;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import dev.perennial.agent.container.JoinPoint;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.TypeResolutionStrategy;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.bytecode.member.MethodInvocation;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/** Weaves with Byte Buddy. Types are read from class files and never loaded. Thread-safe. */
final class AdviceWeaving {
  private final ByteBuddy byteBuddy = new ByteBuddy().with(TypeValidation.DISABLED);
  private final Advice.ExceptionHandler counted;

  AdviceWeaving() {
    try {
      counted =
          new Advice.ExceptionHandler.Simple(
              MethodInvocation.invoke(
                  new MethodDescription.ForLoadedMethod(
                      PerennialBridge.class.getMethod("suppressed", Throwable.class))));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("the bridge is of another version", e);
    }
  }

  /**
   * Returns the class with all advice woven in.
   *
   * @param loader of the class, null for the boot loader
   * @throws IllegalStateException if one of the methods is not there, or there are several
   */
  byte[] weave(
      @Nullable ClassLoader loader, String className, byte[] bytes, List<JoinPoint> points) {
    ClassFileLocator locator =
        new ClassFileLocator.Compound(
            ClassFileLocator.Simple.of(className, bytes),
            ClassFileLocator.ForClassLoader.of(AdviceWeaving.class.getClassLoader()),
            loader == null
                ? ClassFileLocator.ForClassLoader.ofBootLoader()
                : ClassFileLocator.ForClassLoader.of(loader));
    TypePool pool =
        new TypePool.Default.WithLazyResolution(
            new TypePool.CacheProvider.Simple(), locator, TypePool.Default.ReaderMode.FAST);
    TypeDescription type = pool.describe(className).resolve();
    DynamicType.Builder<?> builder = byteBuddy.decorate(type, locator);
    for (JoinPoint point : points) {
      ElementMatcher.Junction<MethodDescription> named =
          point.method().equals(JoinPoint.CONSTRUCTOR) ? isConstructor() : named(point.method());
      ElementMatcher.Junction<MethodDescription> method =
          named.and(takesArguments(point.parameters()));
      int found = type.getDeclaredMethods().filter(method).size();
      if (found != 1) {
        throw new IllegalStateException(
            className + " has " + found + " methods " + point.method() + "/" + point.parameters());
      }
      TypeDescription advice = pool.describe(point.advice().getName()).resolve();
      builder = builder.visit(Advice.to(advice, locator).withExceptionHandler(counted).on(method));
    }
    return builder.make(TypeResolutionStrategy.Disabled.INSTANCE, pool).getBytes();
  }
}
