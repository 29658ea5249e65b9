package dev.perennial.agent.bundle;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.bytebuddy.jar.asm.ClassReader;

/**
 * What a class names: all that may have to be loaded for it, its signatures included, which
 * reflection looks at.
 *
 * @param all internal names
 * @param supertypes those that it extends and implements
 */
record NamedClasses(Set<String> all, Set<String> supertypes) {
  private static final int UTF8 = 1;
  private static final int CLASS = 7;
  private static final Pattern IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+);");

  static NamedClasses of(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    char[] buffer = new char[reader.getMaxStringLength()];
    Set<String> all = new HashSet<>();
    for (int i = 1; i < reader.getItemCount(); i++) {
      int at = reader.getItem(i);
      if (at == 0) {
        // The second half of a long or a double.
        continue;
      }
      int tag = reader.readByte(at - 1);
      if (tag == CLASS) {
        all.add(reader.readUTF8(at, buffer));
      } else if (tag == UTF8) {
        addDescriptor(text(reader, at), all);
      }
    }
    Set<String> supertypes = new HashSet<>(Set.of(reader.getInterfaces()));
    if (reader.getSuperName() != null) {
      supertypes.add(reader.getSuperName());
    }
    return new NamedClasses(all, supertypes);
  }

  /** Names have no other characters than ASCII's here; of whatever else it is, nothing is found. */
  private static String text(ClassReader reader, int at) {
    StringBuilder text = new StringBuilder();
    int length = reader.readUnsignedShort(at);
    for (int i = 0; i < length; i++) {
      text.append((char) reader.readByte(at + 2 + i));
    }
    return text.toString();
  }

  private static void addDescriptor(String text, Set<String> to) {
    Matcher types = IN_DESCRIPTOR.matcher(text);
    while (types.find()) {
      to.add(types.group(1));
    }
  }
}
