package dev.perennial.agent.evidence.heapdump;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Tells which classes of the application hold objects of the JDK's classes. A sample of the objects
 * is drawn, a large one the likelier; then pass by pass over the dump the search goes from each to
 * one that refers to it, until it comes to a class that is not the JDK's, or to a thread, which is
 * named. So a heap of any size needs little memory.
 */
public final class HolderSearch {
  private static final int SAMPLES = 500;
  private static final int MOST_STEPS = 12;
  private static final int HEADER_BYTES = 16;

  private final DumpFile file;
  private final TypeTable types;
  private final Predicate<String> isCarrier;
  private final Held held;
  private final Map<String, Double> found = new TreeMap<>();
  private final Map<Long, Double> threads = new HashMap<>();
  private final Set<Long> seen = new HashSet<>();

  /**
   * Objects whose holders are sought.
   *
   * @param name of their class
   * @param bytes that all of them take up
   * @param outsideHeap whether those are outside of the heap: a direct buffer is small, and what it
   *     owns is not
   */
  public record Held(String name, long bytes, boolean outsideHeap) {
    /** What a thread that holds something is called: this and its name. */
    public static final String THREAD = "thread ";

    private static final String DIRECT = "java.nio.DirectByteBuffer";

    /** Objects that are as large as they are on the heap. */
    public static Held onHeap(String name, long bytes) {
      return new Held(name, bytes, false);
    }

    /** All buffers that own memory outside of the heap; views of others and mapped files do not. */
    public static Held directBuffers(long bytes) {
      return new Held(DIRECT, bytes, true);
    }
  }

  private HolderSearch(DumpFile file, TypeTable types, Predicate<String> isCarrier, Held held) {
    this.file = file;
    this.types = types;
    this.isCarrier = isCarrier;
    this.held = held;
  }

  /**
   * Searches.
   *
   * @param isCarrier whether a class of that name is passed by on the way to a holder
   * @param names makes a name as in source code of the JVM's
   * @param enough asked from time to time whether to give up
   * @return by class of the held, then of the holder, which part of the bytes it holds, 0 to 1
   * @throws IOException also if it is no heap dump, or the search was given up
   */
  public static Map<String, Map<String, Double>> of(
      Path dump,
      List<Held> held,
      Predicate<String> isCarrier,
      UnaryOperator<String> names,
      BooleanSupplier enough)
      throws IOException {
    try (FileChannel channel = FileChannel.open(dump, StandardOpenOption.READ)) {
      DumpFile file = new DumpFile(channel, enough);
      TypeTable types = TypeTable.read(file, names);
      Map<String, Map<String, Double>> shares = new LinkedHashMap<>();
      // One by one: an object that is sought itself may be on the way to another's holder.
      for (Held each : held) {
        if (enough.getAsBoolean() && !shares.isEmpty()) {
          break;
        }
        shares.put(each.name(), new HolderSearch(file, types, isCarrier, each).search());
      }
      return shares;
    }
  }

  private Map<String, Double> search() throws IOException {
    Map<Long, Double> sought = sample();
    double all = sought.values().stream().mapToDouble(Double::doubleValue).sum();
    for (int step = 0; step < MOST_STEPS && !sought.isEmpty(); step++) {
      seen.addAll(sought.keySet());
      sought = step(new Sought(sought));
    }
    Map<Long, String> names = ThreadNames.read(file, types, threads.keySet());
    threads.forEach(
        (id, weight) ->
            found.merge(Held.THREAD + names.getOrDefault(id, "?"), weight, Double::sum));
    found.replaceAll((holder, weight) -> weight / all);
    return found;
  }

  private Map<Long, Double> sample() throws IOException {
    Map<Long, Double> drawn = new HashMap<>();
    long each = Math.max(1, held.bytes() / SAMPLES);
    file.read(
        new DumpVisitor() {
          private long passed;

          @Override
          public void instance(long id, long type, DumpFile.Bytes content) throws IOException {
            if (!held.outsideHeap()) {
              draw(types.name(type), id, content.left());
            } else if (types.name(type).equals(held.name())) {
              drawn(id, owned(types.values(type, content)));
            }
          }

          @Override
          public void array(long id, long type, DumpFile.Bytes content) {
            draw(types.name(type), id, content.left());
          }

          @Override
          public void numbers(long id, int element, DumpFile.Bytes content) {
            draw(arrayOf(element), id, content.left());
          }

          private void draw(String name, long id, long bytes) {
            if (name.equals(held.name())) {
              // The histogram counts headers and padding, too.
              drawn(id, bytes + HEADER_BYTES);
            }
          }

          private void drawn(long id, long bytes) {
            long before = passed / each;
            passed += bytes;
            if (passed / each > before) {
              drawn.put(id, (double) (passed / each - before));
            }
          }
        });
    return drawn;
  }

  /** A view of another buffer has no cleaner of its own, a mapped file has a descriptor. */
  private static long owned(Map<String, Long> fields) {
    boolean owns = fields.getOrDefault("cleaner", 0L) != 0 && fields.getOrDefault("fd", 0L) == 0;
    return owns ? fields.getOrDefault("capacity", 0L) : 0;
  }

  static String arrayOf(int element) {
    return switch (element) {
      case 4 -> "boolean[]";
      case 5 -> "char[]";
      case 6 -> "float[]";
      case 7 -> "double[]";
      case 8 -> "byte[]";
      case 9 -> "short[]";
      case 10 -> "int[]";
      default -> "long[]";
    };
  }

  private Map<Long, Double> step(Sought sought) throws IOException {
    Map<Long, Double> next = new HashMap<>();
    file.read(
        new DumpVisitor() {
          @Override
          public void type(DumpType type) {
            String name = types.name(type.id());
            for (long to : type.statics()) {
              double weight = isCarrier.test(name) ? 0 : sought.find(to);
              if (weight > 0) {
                found.merge(name, weight, Double::sum);
              }
            }
          }

          @Override
          public void instance(long id, long type, DumpFile.Bytes content) throws IOException {
            types.references(type, content, to -> refers(id, type, to));
          }

          @Override
          public void array(long id, long type, DumpFile.Bytes content) throws IOException {
            while (content.left() > 0) {
              refers(id, type, content.id());
            }
          }

          private void refers(long id, long type, long to) {
            // One that has been on the way already would lead round in a circle.
            if (to != 0 && sought.mayContain(to) && !seen.contains(id)) {
              double weight = sought.find(to);
              if (weight > 0) {
                holder(id, type, weight, next);
              }
            }
          }
        });
    return next;
  }

  private void holder(long id, long type, double weight, Map<Long, Double> next) {
    String name = types.name(type);
    if (isCarrier.test(name) && types.isThread(type)) {
      // It lives by itself: whoever refers to it has no part in what it keeps.
      threads.merge(id, weight, Double::sum);
    } else if (isCarrier.test(name)) {
      next.merge(id, weight, Double::sum);
    } else {
      found.merge(name, weight, Double::sum);
    }
  }
}
