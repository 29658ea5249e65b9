package dev.perennial.agent.restart;

import java.io.FileDescriptor;
import java.lang.instrument.Instrumentation;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.function.Predicate;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;

/** The smallest agent that lets the JDK's bind ask for inherited sockets. */
public final class RestartTestAgent {
  static final String BINDER = "test.binder";

  private static volatile Instrumentation instrumentation;
  private static volatile InheritedSockets inherited;

  private RestartTestAgent() {}

  public static void premain(String arguments, Instrumentation given) {
    instrumentation = given;
    InheritedSockets sockets =
        InheritedSockets.of(System.getenv(), ProcessHandle.current().pid(), given);
    inherited = sockets;
    Predicate<Object[]> timed =
        call -> {
          long begin = System.nanoTime();
          boolean bound = sockets.test(call);
          System.out.println("bind " + bound + " in " + (System.nanoTime() - begin) / 1000 + " us");
          return bound;
        };
    System.getProperties().put(BINDER, timed);
    new AgentBuilder.Default()
        .disableClassFormatChanges()
        .ignore(ElementMatchers.none())
        .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
        .type(ElementMatchers.named("sun.nio.ch.Net"))
        .transform(
            (builder, type, loader, module, domain) ->
                builder.visit(
                    Advice.to(BindAdvice.class)
                        .on(ElementMatchers.named("bind").and(ElementMatchers.takesArguments(4)))))
        .type(ElementMatchers.named("sun.nio.ch.UnixDomainSockets"))
        .transform(
            (builder, type, loader, module, domain) ->
                builder.visit(
                    Advice.to(BindUnixAdvice.class)
                        .on(ElementMatchers.named("bind").and(ElementMatchers.takesArguments(2)))))
        .installOn(given);
  }

  static Instrumentation instrumentation() {
    return instrumentation;
  }

  static InheritedSockets inherited() {
    return inherited;
  }

  static final class BindAdvice {
    private BindAdvice() {}

    @SuppressWarnings("unchecked")
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
    static boolean enter(
        @Advice.Argument(1) FileDescriptor descriptor,
        @Advice.Argument(2) InetAddress address,
        @Advice.Argument(3) int port) {
      // "test.binder" is written out: the code is inlined where this class is not seen.
      Object binder = System.getProperties().get("test.binder");
      return binder != null
          && ((Predicate<Object[]>) binder).test(new Object[] {descriptor, address, port});
    }
  }

  static final class BindUnixAdvice {
    private BindUnixAdvice() {}

    @SuppressWarnings("unchecked")
    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
    static boolean enter(
        @Advice.Argument(0) FileDescriptor descriptor, @Advice.Argument(1) Path path) {
      Object binder = System.getProperties().get("test.binder");
      return binder != null && ((Predicate<Object[]>) binder).test(new Object[] {descriptor, path});
    }
  }
}
