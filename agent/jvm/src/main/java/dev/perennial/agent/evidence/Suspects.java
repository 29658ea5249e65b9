package dev.perennial.agent.evidence;

import dev.perennial.agent.evidence.ClassHistogram.Size;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Ranks the classes that explain a growth. What takes up the bytes is mostly an array or a node of
 * a map, and says nothing; but as many of those have come as of the class that holds one each. So
 * they are counted with the application's class whose number of new instances is nearest to theirs;
 * or, where a heap dump has told who holds them, with those, each with its part. Pure.
 */
final class Suspects {
  /** Nearer than this: no more than twice as many of the one as of the other. */
  private static final double NEAR = 0.5;

  /** What is less than this part of all growth explains nothing. */
  private static final double WORTH_NAMING = 0.005;

  private static final double SHARE_WORTH_NAMING = 0.01;

  private static final List<String> JDK = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

  private Suspects() {}

  /** Returns the classes that have grown most, so many at most, the first suspect first. */
  static List<Suspect> rank(ClassHistogram grown, Holders holders, int most) {
    List<Suspect> suspects = new ArrayList<>();
    List<Map.Entry<String, Size>> carriers = new ArrayList<>();
    double all = grown.sizes().values().stream().mapToDouble(Size::bytes).sum();
    for (Map.Entry<String, Size> each : grown.sizes().entrySet()) {
      String name = each.getKey();
      if (isCarrier(name) && each.getValue().bytes() < all * WORTH_NAMING) {
        continue;
      }
      if (isCarrier(name)) {
        carriers.add(each);
      } else {
        suspects.add(
            new Suspect(name, each.getValue().instances(), each.getValue().bytes(), List.of()));
      }
    }
    for (Map.Entry<String, Size> carrier : carriers) {
      Map<String, Double> shares = holders.of(carrier.getKey());
      if (shares.isEmpty()) {
        charge(carrier.getKey(), carrier.getValue(), suspects, grown);
      } else {
        divide(carrier.getKey(), carrier.getValue(), shares, suspects);
      }
    }
    suspects.removeIf(s -> s.bytes() < all * WORTH_NAMING);
    suspects.sort(Comparator.comparingLong(Suspect::bytes).reversed().thenComparing(Suspect::name));
    return List.copyOf(suspects.subList(0, Math.min(most, suspects.size())));
  }

  /** The shares are of all there is: of what has grown they are as good a guess as any. */
  private static void divide(
      String carrier, Size size, Map<String, Double> shares, List<Suspect> suspects) {
    double left = 1;
    for (Map.Entry<String, Double> each : shares.entrySet()) {
      if (each.getValue() >= SHARE_WORTH_NAMING) {
        left -= each.getValue();
        Suspect holder =
            suspects.stream()
                .filter(s -> s.name().equals(each.getKey()))
                .findFirst()
                .orElse(new Suspect(each.getKey(), 0, 0, List.of()));
        suspects.remove(holder);
        List<String> carries = new ArrayList<>(holder.carries());
        carries.add(
            String.format(Locale.ROOT, "%s (holds %.0f %%)", carrier, 100 * each.getValue()));
        long bytes = holder.bytes() + Math.round(each.getValue() * size.bytes());
        suspects.add(new Suspect(holder.name(), holder.instances(), bytes, carries));
      }
    }
    suspects.add(
        new Suspect(carrier, size.instances(), Math.round(left * size.bytes()), List.of()));
  }

  private static void charge(
      String carrier, Size size, List<Suspect> suspects, ClassHistogram grown) {
    Optional<Suspect> holder =
        suspects.stream()
            .filter(s -> !isCarrier(s.name()))
            .filter(s -> nearness(s.instances(), size.instances()) >= NEAR)
            // Of two that are as near, the one that is larger itself is less likely a mere
            // companion.
            .max(
                Comparator.comparingDouble((Suspect s) -> nearness(s.instances(), size.instances()))
                    .thenComparingLong(s -> own(s, grown)));
    if (holder.isEmpty()) {
      suspects.add(new Suspect(carrier, size.instances(), size.bytes(), List.of()));
      return;
    }
    Suspect known = holder.get();
    List<String> carries = new ArrayList<>(known.carries());
    carries.add(carrier);
    suspects.set(
        suspects.indexOf(known),
        new Suspect(known.name(), known.instances(), known.bytes() + size.bytes(), carries));
  }

  private static long own(Suspect suspect, ClassHistogram grown) {
    return grown.sizes().getOrDefault(suspect.name(), Size.NONE).bytes();
  }

  /** Returns 1 for as many of the one as of the other, and less the further they are apart. */
  static double nearness(long one, long other) {
    return (double) Math.min(one, other) / Math.max(1, Math.max(one, other));
  }

  /** Arrays of anything are, and whatever is the JDK's. */
  static boolean isCarrier(String name) {
    return name.endsWith("[]")
        || !name.contains(".")
        || name.startsWith("<")
        || JDK.stream().anyMatch(name::startsWith);
  }
}
