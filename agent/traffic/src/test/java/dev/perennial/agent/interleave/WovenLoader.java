package dev.perennial.agent.interleave;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/** Loads the gate's and the duplexing's classes woven, tests included; all others as they are. */
final class WovenLoader extends ClassLoader {
  private static final Set<String> WOVEN =
      Set.of("dev/perennial/agent/gate/", "dev/perennial/agent/duplex/");

  /** The volatile fields of each woven class, by its internal name. */
  private final Map<String, Set<String>> volatileFields = new HashMap<>();

  WovenLoader(ClassLoader parent) {
    super(parent);
  }

  static boolean isWoven(String internalName) {
    return WOVEN.contains(internalName.substring(0, internalName.lastIndexOf('/') + 1));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      if (!isWoven(name.replace('.', '/'))) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    ClassReader reader = reader(name.replace('.', '/'));
    if (reader == null) {
      throw new ClassNotFoundException(name);
    }
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    reader.accept(new WovenClass(writer, this::isVolatile), ClassReader.EXPAND_FRAMES);
    byte[] woven = writer.toByteArray();
    return defineClass(name, woven, 0, woven.length);
  }

  private @Nullable ClassReader reader(String internalName) {
    try (InputStream in = getParent().getResourceAsStream(internalName + ".class")) {
      return in == null ? null : new ClassReader(in.readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException(internalName + " cannot be read", e);
    }
  }

  private boolean isVolatile(String owner, String field) {
    return isWoven(owner)
        && volatileFields.computeIfAbsent(owner, this::findVolatile).contains(field);
  }

  private Set<String> findVolatile(String owner) {
    Set<String> found = new HashSet<>();
    ClassReader reader = reader(owner);
    if (reader != null) {
      reader.accept(
          new ClassVisitor(OpenedClassReader.ASM_API) {
            @Override
            public @Nullable FieldVisitor visitField(
                int access,
                String name,
                String type,
                @Nullable String sig,
                @Nullable Object value) {
              if ((access & Opcodes.ACC_VOLATILE) != 0) {
                found.add(name);
              }
              return null;
            }

            @Override
            public @Nullable MethodVisitor visitMethod(
                int access, String name, String type, @Nullable String sig, String[] thrown) {
              return null;
            }
          },
          ClassReader.SKIP_CODE);
    }
    return found;
  }
}
