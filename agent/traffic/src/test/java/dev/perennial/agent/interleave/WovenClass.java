package dev.perennial.agent.interleave;

import java.util.function.BiPredicate;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/** A class whose methods come to {@link Steps} wherever threads can see each other. */
final class WovenClass extends ClassVisitor {
  private final BiPredicate<String, String> isVolatile;
  private String name = "";

  /**
   * @param isVolatile tells by owner and name whether a field is volatile
   */
  WovenClass(ClassVisitor next, BiPredicate<String, String> isVolatile) {
    super(OpenedClassReader.ASM_API, next);
    this.isVolatile = isVolatile;
  }

  @Override
  public void visit(
      int version, int access, String self, @Nullable String sig, String superName, String[] is) {
    name = self;
    super.visit(version, access, self, sig, superName, is);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String method, String type, @Nullable String sig, String[] thrown) {
    boolean locks = (access & Opcodes.ACC_SYNCHRONIZED) != 0;
    if (locks && (access & Opcodes.ACC_STATIC) != 0) {
      throw new IllegalStateException(name + "." + method + ": no static lock is known here");
    }
    MethodVisitor next =
        super.visitMethod(access & ~Opcodes.ACC_SYNCHRONIZED, method, type, sig, thrown);
    return new WovenMethod(next, name, method, locks, isVolatile);
  }
}
