package dev.perennial.coordinator.hazelcast;

import dev.perennial.coordinator.roster.Extra;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One direction of the way between a value and its compact record. A {@link Shape} names each field
 * once, with how the value gives it and what it reads as where another version of the agent did not
 * write it; followed with a {@link Reading} it makes the value, with a {@link Writing} the record.
 *
 * @param <T> the value's type
 */
interface Form<T> {
  String text(String name, Function<T, String> get);

  @Nullable String textOrNull(String name, Function<T, @Nullable String> get);

  long int64(String name, long fallback, ToLongFunction<T> get);

  double float64(String name, double fallback, ToDoubleFunction<T> get);

  boolean bool(String name, boolean fallback, Predicate<T> get);

  /** A constant that is not known here reads as the fallback. */
  <E extends Enum<E>> E constant(String name, E fallback, Function<T, E> get);

  List<String> texts(String name, Function<T, Collection<String>> get);

  List<Long> int64s(String name, Function<T, List<Long>> get);

  /** A group of fields that stand in the record itself, as if they were not grouped. */
  <P> P group(Function<T, P> get, Shape<P> shape);

  /** A record in the record, or null. */
  <P> @Nullable P nested(String name, String type, Function<T, @Nullable P> get, Shape<P> shape);

  /** Records in the record. */
  <P> List<P> list(String name, String type, Function<T, List<P>> get, Shape<P> shape);

  /** Whatever else is in the record. To be followed last. */
  Extra extra(Function<T, Extra> get);

  /** How a value of a type is made from its fields, one after the other. */
  interface Shape<T> {
    T of(Form<T> form);
  }
}
