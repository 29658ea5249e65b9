package dev.perennial.agent.duplex;

import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Message.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** Answers which of several sessions are here. Stateless. */
final class Whereabouts {
  private Whereabouts() {}

  /**
   * Returns the answer to a question, and to those that came with it.
   *
   * @param where a session is, as far as this server knows
   * @param inApplication whether an application here has a session of that id
   */
  static Message.Has of(
      Message.WhoHas question,
      Function<ItemId, Message.Has> where,
      BiPredicate<String, String> inApplication) {
    Message.Has first = of(question.ids(), question.application(), where, inApplication);
    if (question.more().isEmpty()) {
      return first;
    }
    List<Message.Found> more = new ArrayList<>(question.more().size());
    for (Message.Sought one : question.more()) {
      Message.Has has = of(one.ids(), one.application(), where, inApplication);
      more.add(new Message.Found(has.where(), has.server(), has.index()));
    }
    return new Message.Has(first.where(), first.server(), first.index(), more);
  }

  private static Message.Has of(
      List<ItemId> ids,
      String application,
      Function<ItemId, Message.Has> where,
      BiPredicate<String, String> inApplication) {
    Message.Has otherwise = new Message.Has(Where.NOT_KNOWN, "");
    for (int i = 0; i < ids.size(); i++) {
      Message.Has has = settled(ids.get(i), application, where, inApplication);
      boolean sure = has.index() == OF_APPLICATION || application.isEmpty();
      if (has.where() != Where.NOT_KNOWN && sure) {
        return new Message.Has(has.where(), has.server(), i);
      }
      // What was handed over may be the application's, what is another one's only the last counts.
      if (has.where() == Where.ELSEWHERE || i == ids.size() - 1) {
        otherwise = has.where() == Where.NOT_KNOWN ? otherwise : has;
      }
    }
    return otherwise;
  }

  private static final int OF_APPLICATION = 0;

  /** A session may leave between the two looks at it: then it is looked at once more. */
  private static Message.Has settled(
      ItemId id,
      String application,
      Function<ItemId, Message.Has> where,
      BiPredicate<String, String> inApplication) {
    while (true) {
      Message.Has has = where.apply(id);
      boolean here = has.where() == Where.HERE;
      if (has.where() == Where.ON_ITS_WAY || (here && inApplication.test(application, id.name()))) {
        return new Message.Has(has.where(), has.server(), OF_APPLICATION);
      }
      if (!here || where.apply(id).where() == Where.HERE) {
        return has;
      }
    }
  }
}
