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
 * one that refers to it, until it comes to a class that is not the JDK's. So a heap of any size
 * needs little memory.
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
  private final Set<Long> seen = new HashSet<>();

  /**
   * Objects whose holders are sought.
   *
   * @param name of their class
   * @param bytes that all of them take up
   */
  public record Held(String name, long bytes) {}

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
          public void instance(long id, long type, DumpFile.Bytes content) {
            draw(types.name(type), id, content.left());
          }

          @Override
          public void array(long id, long type, DumpFile.Bytes content) {
            draw(types.name(type), id, content.left());
          }

          @Override
          public void numbers(long id, int element, long bytes) {
            draw(arrayOf(element), id, bytes);
          }

          private void draw(String name, long id, long bytes) {
            if (name.equals(held.name())) {
              long before = passed / each;
              // The histogram counts headers and padding, too.
              passed += bytes + HEADER_BYTES;
              if (passed / each > before) {
                drawn.put(id, (double) (passed / each - before));
              }
            }
          }
        });
    return drawn;
  }

  private static String arrayOf(int element) {
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
          public void type(long type, long parent, long[] statics, byte[] fields) {
            String name = types.name(type);
            for (long to : statics) {
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
                holder(id, types.name(type), weight, next);
              }
            }
          }
        });
    return next;
  }

  private void holder(long id, String name, double weight, Map<Long, Double> next) {
    if (isCarrier.test(name)) {
      next.merge(id, weight, Double::sum);
    } else {
      found.merge(name, weight, Double::sum);
    }
  }
}
