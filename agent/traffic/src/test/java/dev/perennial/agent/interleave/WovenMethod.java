package dev.perennial.agent.interleave;

import java.util.Set;
import java.util.function.BiPredicate;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;

/** A method of a {@link WovenClass}. The real monitors are left out: a schedule keeps its own. */
final class WovenMethod extends MethodVisitor {
  private static final String STEPS = "dev/perennial/agent/interleave/Steps";
  private static final String ACTOR = "dev/perennial/agent/interleave/Actor";
  private static final String THREAD = "java/lang/Thread";

  /** Calls that end when something has happened, not when it is their turn. */
  private static final Set<String> REPLACED =
      Set.of(
          "java/util/concurrent/TimeUnit.sleep(J)V",
          "java/util/concurrent/locks/LockSupport.parkNanos(J)V",
          "java/util/concurrent/CountDownLatch.await()V",
          "java/util/concurrent/CountDownLatch.await(JLjava/util/concurrent/TimeUnit;)Z",
          "java/util/concurrent/CompletableFuture.get(JLjava/util/concurrent/TimeUnit;)Ljava/lang/Object;");

  private final String owner;
  private final String method;
  private final boolean locks;
  private final BiPredicate<String, String> isVolatile;
  private final Label begin = new Label();
  private int line;

  WovenMethod(
      MethodVisitor next,
      String owner,
      String method,
      boolean locks,
      BiPredicate<String, String> isVolatile) {
    super(OpenedClassReader.ASM_API, next);
    this.owner = owner;
    this.method = method;
    this.locks = locks;
    this.isVolatile = isVolatile;
  }

  private void place() {
    super.visitLdcInsn(owner.substring(owner.lastIndexOf('/') + 1) + "." + method + ":" + line);
  }

  private void steps(String name, String type) {
    super.visitMethodInsn(Opcodes.INVOKESTATIC, STEPS, name, type, false);
  }

  private void point() {
    place();
    steps("point", "(Ljava/lang/String;)V");
  }

  @Override
  public void visitLineNumber(int number, Label start) {
    line = number;
    super.visitLineNumber(number, start);
  }

  @Override
  public void visitCode() {
    super.visitCode();
    if (locks) {
      lockSelf();
      super.visitLabel(begin);
    }
  }

  private void lockSelf() {
    super.visitVarInsn(Opcodes.ALOAD, 0);
    place();
    steps("lock", "(Ljava/lang/Object;Ljava/lang/String;)V");
  }

  private void unlockSelf() {
    super.visitVarInsn(Opcodes.ALOAD, 0);
    steps("unlock", "(Ljava/lang/Object;)V");
  }

  @Override
  public void visitMaxs(int stack, int locals) {
    if (locks) {
      Label failed = new Label();
      super.visitLabel(failed);
      super.visitFrame(
          Opcodes.F_NEW, 1, new Object[] {owner}, 1, new Object[] {"java/lang/Throwable"});
      unlockSelf();
      super.visitInsn(Opcodes.ATHROW);
      // Last in the table, so that the method's own handlers come first.
      super.visitTryCatchBlock(begin, failed, failed, null);
    }
    super.visitMaxs(stack, locals);
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode == Opcodes.MONITORENTER) {
      place();
      steps("lock", "(Ljava/lang/Object;Ljava/lang/String;)V");
    } else if (opcode == Opcodes.MONITOREXIT) {
      steps("unlock", "(Ljava/lang/Object;)V");
    } else {
      if (locks && opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
        unlockSelf();
      }
      super.visitInsn(opcode);
    }
  }

  @Override
  public void visitFieldInsn(int opcode, String of, String field, String type) {
    if (isVolatile.test(of, field)) {
      point();
    }
    super.visitFieldInsn(opcode, of, field, type);
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    super.visitTypeInsn(opcode, opcode == Opcodes.NEW && type.equals(THREAD) ? ACTOR : type);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String of, String name, String type, boolean isInterface) {
    if (of.equals(THREAD) && name.equals("<init>")) {
      super.visitMethodInsn(opcode, ACTOR, name, type, false);
    } else if (REPLACED.contains(of + "." + name + type)) {
      replace(of, name, type);
    } else if (name.equals("wait") && type.equals("(J)V") && of.equals("java/lang/Object")) {
      place();
      steps("await", "(Ljava/lang/Object;JLjava/lang/String;)V");
    } else if (name.equals("notifyAll") && type.equals("()V")) {
      steps("wakeAll", "(Ljava/lang/Object;)V");
    } else if (of.equals("java/lang/System") && name.equals("nanoTime")) {
      steps("nanoTime", "()J");
    } else {
      if (of.startsWith("java/util/concurrent/") && !of.endsWith("TimeUnit")) {
        point();
      }
      super.visitMethodInsn(opcode, of, name, type, isInterface);
    }
  }

  private void replace(String of, String name, String type) {
    place();
    boolean isStatic = name.equals("parkNanos");
    int end = type.indexOf(')');
    String receiver = isStatic ? "" : "L" + of + ";";
    steps(
        isStatic ? "sleepNanos" : name,
        "(" + receiver + type.substring(1, end) + "Ljava/lang/String;" + type.substring(end));
  }
}
