package dev.perennial.agent.evidence.heapdump;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reads the names of threads from a heap dump: three passes, from thread to text to bytes. */
final class ThreadNames {
  private final DumpFile file;
  private final TypeTable types;

  private ThreadNames(DumpFile file, TypeTable types) {
    this.file = file;
    this.types = types;
  }

  /** Returns the name by thread; threads whose name is not found are left out. */
  static Map<Long, String> read(DumpFile file, TypeTable types, Set<Long> threads)
      throws IOException {
    return threads.isEmpty() ? Map.of() : new ThreadNames(file, types).read(threads);
  }

  private Map<Long, String> read(Set<Long> threads) throws IOException {
    Map<Long, Map<String, Long>> threadFields = fields(threads);
    Map<Long, Long> textOfThread = new HashMap<>();
    threadFields.forEach((id, values) -> textOfThread.put(id, values.getOrDefault("name", 0L)));
    Map<Long, Map<String, Long>> texts = fields(Set.copyOf(textOfThread.values()));
    Map<Long, byte[]> content = content(texts);
    Map<Long, String> names = new HashMap<>();
    textOfThread.forEach(
        (thread, text) -> {
          Map<String, Long> fields = texts.getOrDefault(text, Map.of());
          byte[] bytes = content.get(fields.getOrDefault("value", 0L));
          if (bytes != null) {
            names.put(thread, new String(bytes, charset(fields.getOrDefault("coder", 0L))));
          }
        });
    return names;
  }

  private Map<Long, Map<String, Long>> fields(Set<Long> ids) throws IOException {
    Map<Long, Map<String, Long>> fields = new HashMap<>();
    file.read(
        new DumpVisitor() {
          @Override
          public void instance(long id, long type, DumpFile.Bytes content) throws IOException {
            if (ids.contains(id)) {
              fields.put(id, types.values(type, content));
            }
          }
        });
    return fields;
  }

  private Map<Long, byte[]> content(Map<Long, Map<String, Long>> texts) throws IOException {
    Map<Long, byte[]> content = new HashMap<>();
    texts.values().forEach(fields -> content.put(fields.getOrDefault("value", 0L), new byte[0]));
    file.read(
        new DumpVisitor() {
          @Override
          public void numbers(long id, int element, DumpFile.Bytes bytes) throws IOException {
            if (content.containsKey(id)) {
              content.put(id, bytes.all());
            }
          }
        });
    return content;
  }

  /** How a text of the JVM has its characters. */
  private static Charset charset(long coder) {
    return coder == 0
        ? StandardCharsets.ISO_8859_1
        : ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
            ? StandardCharsets.UTF_16LE
            : StandardCharsets.UTF_16BE;
  }
}
