package dev.perennial.agent.evidence.heapdump;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The classes in a heap dump: their names, and where their instances have references. */
final class TypeTable {
  private final Map<Long, Long> nameIds = new HashMap<>();
  private final Map<Long, String> names = new HashMap<>();
  private final Map<Long, Type> types = new HashMap<>();

  private record Type(long parent, byte[] fields) {}

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
          public void type(long type, long parent, long[] statics, byte[] fields) {
            table.types.put(type, new Type(parent, fields));
          }
        });
    Map<Long, String> texts = new HashMap<>();
    table.nameIds.values().forEach(id -> texts.put(id, ""));
    file.read(
        new DumpVisitor() {
          @Override
          public void text(long id, DumpFile.Bytes bytes) throws IOException {
            if (texts.containsKey(id)) {
              texts.put(id, bytes.text());
            }
          }
        });
    table.nameIds.forEach(
        (type, id) ->
            table.names.put(type, names.apply(texts.getOrDefault(id, "?").replace('/', '.'))));
    table.nameIds.clear();
    return table;
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
