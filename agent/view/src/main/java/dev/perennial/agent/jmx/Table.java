package dev.perennial.agent.jmx;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Date;
import java.util.List;
import java.util.Map;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularData;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;
import org.jspecify.annotations.Nullable;

/**
 * Makes JMX tables of records: one row each, one column a component, described by {@link
 * Description}. Thread-safe.
 */
final class Table<R extends Record> {
  private static final Map<Class<?>, SimpleType<?>> TYPES =
      Map.ofEntries(
          Map.entry(String.class, SimpleType.STRING),
          Map.entry(long.class, SimpleType.LONG),
          Map.entry(Long.class, SimpleType.LONG),
          Map.entry(int.class, SimpleType.INTEGER),
          Map.entry(double.class, SimpleType.DOUBLE),
          Map.entry(Double.class, SimpleType.DOUBLE),
          Map.entry(boolean.class, SimpleType.BOOLEAN),
          Map.entry(Boolean.class, SimpleType.BOOLEAN),
          Map.entry(Date.class, SimpleType.DATE));

  private final String[] names;
  private final Method[] accessors;
  private final CompositeType row;
  private final TabularType table;

  /**
   * Makes a kind of table.
   *
   * @param key the component that tells rows apart
   */
  Table(Class<R> record, String description, String key) {
    RecordComponent[] columns = record.getRecordComponents();
    names = new String[columns.length];
    accessors = new Method[columns.length];
    String[] descriptions = new String[columns.length];
    OpenType<?>[] types = new OpenType<?>[columns.length];
    for (int i = 0; i < columns.length; i++) {
      RecordComponent column = columns[i];
      Description said = column.getAnnotation(Description.class);
      SimpleType<?> type = TYPES.get(column.getType());
      if (said == null || type == null) {
        throw new IllegalArgumentException(
            record + ": column " + column + " needs a description and a simple type");
      }
      names[i] = column.getName();
      descriptions[i] = said.value();
      types[i] = type;
      accessors[i] = column.getAccessor();
      accessors[i].setAccessible(true);
    }
    try {
      row = new CompositeType(record.getSimpleName(), description, names, descriptions, types);
      table = new TabularType(record.getSimpleName() + "s", description, row, new String[] {key});
    } catch (OpenDataException e) {
      throw new IllegalArgumentException(record + " cannot be a table", e);
    }
  }

  /** Returns a table; of rows with the same key, the last one. */
  TabularData of(List<R> records) {
    TabularDataSupport data = new TabularDataSupport(table);
    try {
      for (R record : records) {
        @Nullable Object[] values = new @Nullable Object[accessors.length];
        for (int i = 0; i < accessors.length; i++) {
          values[i] = accessors[i].invoke(record);
        }
        CompositeDataSupport next = new CompositeDataSupport(row, names, values);
        data.remove(data.calculateIndex(next));
        data.put(next);
      }
    } catch (OpenDataException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a row does not fit its own table", e);
    }
    return data;
  }
}
