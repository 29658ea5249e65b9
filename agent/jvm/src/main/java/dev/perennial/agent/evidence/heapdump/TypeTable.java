package dev.perennial.agent.evidence.heapdump;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The classes in a heap dump: their names, and where their instances have which fields. */
final class TypeTable {
  private final Map<Long, Long> nameIds = new HashMap<>();
  private final Map<Long, String> names = new HashMap<>();
  private final Map<Long, Type> types = new HashMap<>();
  private final Map<Long, String> fieldNames = new HashMap<>();

  /** Those classes of the JDK whose fields have a meaning here. */
  private static final Set<String> READ =
      Set.of(
          "java.nio.Buffer",
          "java.nio.MappedByteBuffer",
          "java.nio.DirectByteBuffer",
          "java.lang.Thread",
          "java.lang.String");

  private static final Set<String> READ_FIELDS =
      Set.of("capacity", "cleaner", "fd", "name", "value", "coder", "referent");

  private static final int LONGEST_FIELD = 8;

  private record Type(long parent, byte[] fields, long[] names) {
    Type withoutNames() {
      return new Type(parent, fields, new long[0]);
    }
  }

  /**
   * @param names makes a name as in source code of the JVM's
   */
  static TypeTable read(DumpFile file, UnaryOperator<String> names) throws IOException {
    TypeTable table = new TypeTable();
    file.read(
        new DumpVisitor() {
          @Override
          public void loaded(long type, long name) {
            table.nameIds.put(type, name);
          }

          @Override
          public void type(DumpType type) {
            table.types.put(type.id(), new Type(type.parent(), type.fields(), type.names()));
          }
        });
    Map<Long, String> texts = new HashMap<>();
    table.nameIds.values().forEach(id -> texts.put(id, ""));
    file.read(
        new DumpVisitor() {
          @Override
          public void text(long id, DumpFile.Bytes bytes) throws IOException {
            boolean mayBeField = bytes.left() <= LONGEST_FIELD;
            if (!texts.containsKey(id) && !mayBeField) {
              return;
            }
            String text = bytes.text();
            texts.computeIfPresent(id, (known, empty) -> text);
            if (READ_FIELDS.contains(text)) {
              table.fieldNames.put(id, text);
            }
          }
        });
    table.nameIds.forEach(
        (type, id) ->
            table.names.put(type, names.apply(texts.getOrDefault(id, "?").replace('/', '.'))));
    table.nameIds.clear();
    table.types.replaceAll((id, t) -> READ.contains(table.name(id)) ? t : t.withoutNames());
    return table;
  }

  /** Returns whether it is a thread's class, the JDK's or one made of it. */
  boolean isThread(long type) {
    long at = type;
    for (Type known = types.get(at); known != null; known = types.get(at)) {
      if (name(at).equals("java.lang.Thread")) {
        return true;
      }
      at = known.parent;
    }
    return false;
  }

  /** Returns the values of an instance's fields by name, those of the few classes that are read. */
  Map<String, Long> values(long type, DumpFile.Bytes content) throws IOException {
    Map<String, Long> values = new HashMap<>();
    for (Type at = types.get(type); at != null; at = types.get(at.parent)) {
      for (int i = 0; i < at.fields.length; i++) {
        int bytes = DumpFile.bytes(at.fields[i], content.idBytes());
        String name = i < at.names.length ? fieldNames.get(at.names[i]) : null;
        if (name == null) {
          content.skip(bytes);
        } else {
          values.putIfAbsent(name, content.number(bytes));
        }
      }
    }
    return values;
  }

  /** Returns the name of a field, of those few that have a meaning here; empty for others. */
  String fieldName(long id) {
    return fieldNames.getOrDefault(id, "");
  }

  String name(long type) {
    return names.getOrDefault(type, "?");
  }

  /** Takes each reference of an instance that keeps what it refers to alive. */
  void references(long type, DumpFile.Bytes content, Reference each) throws IOException {
    // Its own fields come first, then those of its parents.
    for (long at = type; at != 0; ) {
      Type known = types.get(at);
      if (known == null) {
        return;
      }
      // Whoever refers weakly does not hold.
      boolean holds = !name(at).equals("java.lang.ref.Reference");
      for (byte field : known.fields) {
        if (field == 2 && holds) {
          each.to(content.id());
        } else {
          content.skip(DumpFile.bytes(field, content.idBytes()));
        }
      }
      at = known.parent;
    }
  }

  /** Something that takes references. */
  interface Reference {
    void to(long id);
  }
}
