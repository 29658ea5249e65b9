package dev.perennial.coordinator.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The hand-over as a shell drives it, step by step. */
class TransferLedgerTest {
  private static final Life OLD = new Life("A", 4);
  private static final Life NEXT = new Life("B", 9);
  private static final ItemId ID = ItemId.session("s");
  private static final Digest ONE = new Digest(1, 0, 0, 0);
  private static final Digest TWO = new Digest(2, 0, 0, 0);
  private static final StateBytes BYTES = new StateBytes(new byte[] {1});

  private final TransferLedger a = new TransferLedger(OLD, NEXT, 5, 0);
  private final TransferLedger b = new TransferLedger(NEXT, OLD, 5, 0);

  @Test
  void whatIsStagedAsItIsGoesWithoutItsBytes() {
    stage(ONE);
    a.source().switching(20);

    Message.Take take = a.source().take(ID).orElseThrow();
    assertThat(take.bytes()).isNull();
    assertThat(a.place(ID)).isEqualTo(Place.IN_DOUBT);
    assertThat(b.on(a.envelope(take)))
        .isEqualTo(new Step.Publish(ID, new Version(0, 1), ONE, null));
    assertThat(b.serves(ID)).isFalse();

    Message taken = b.target().published(ID, new Version(0, 1));
    assertThat(b.serves(ID)).isTrue();
    assertThat(a.on(b.envelope(taken))).isEqualTo(new Step.HandedOver(ID, new Version(0, 1)));
    assertThat(a.place(ID)).isEqualTo(Place.AWAY);
    assertThat(a.source().allDone()).isTrue();
  }

  @Test
  void whatHasChangedSinceGoesWithItsBytes() {
    stage(ONE);
    a.source().touched(ID);
    a.source().switching(20);

    assertThat(a.source().take(ID)).isEmpty();
    a.source().begin(ID);
    assertThat(a.source().take(ID, TWO, BYTES))
        .contains(new Message.Take(ID, new Version(0, 2), TWO, 20, BYTES));
  }

  @Test
  void aChangeDuringTheCaptureMakesItDirtyAgain() {
    a.source().own(ID);
    a.source().begin(ID);
    a.source().touched(ID);
    Message.Stage stage = a.source().captured(ID, ONE, BYTES).orElseThrow();

    a.on(b.envelope(new Message.Staged(ID, stage.version(), ONE)));

    assertThat(a.source().pending()).containsExactly(ID);
    assertThat(a.source().pendingCount()).isEqualTo(1);
  }

  @Test
  void anEqualCaptureIsNotSentTwice() {
    stage(ONE);
    a.source().touched(ID);
    a.source().begin(ID);

    assertThat(a.source().captured(ID, ONE, BYTES)).isEmpty();
    assertThat(a.source().pending()).isEmpty();
  }

  @Test
  void aRefusalIsAPromiseAndTheNextAttemptHasANewVersion() {
    a.source().own(ID);
    a.source().switching(20);
    a.source().begin(ID);
    Message.Take first = a.source().take(ID, ONE, BYTES).orElseThrow();
    Message.Take withoutBytes = a.source().again(ID).orElseThrow();

    Message refused = answer(b.on(a.envelope(withoutBytes)));
    assertThat(refused)
        .isInstanceOfSatisfying(
            Message.TakeFailed.class,
            m -> assertThat(m.failure()).isEqualTo(Message.Failure.MISSING));
    assertThat(a.on(b.envelope(refused))).isInstanceOf(Step.StillHere.class);
    assertThat(answer(b.on(a.envelope(first)))).isInstanceOf(Message.TakeFailed.class);

    a.source().begin(ID);
    Message.Take second = a.source().take(ID, ONE, BYTES).orElseThrow();
    assertThat(second.version()).isEqualTo(new Version(0, 2));
    assertThat(b.on(a.envelope(second))).isInstanceOf(Step.Publish.class);
  }

  @Test
  void theNewOwnersChangesFlowBackAndComeBackWithIt() {
    handOver();
    b.source().touched(ID);
    b.source().begin(ID);
    Message.Stage back = b.source().captured(ID, TWO, BYTES).orElseThrow();
    assertThat(back.version()).isEqualTo(new Version(20, 1));
    assertThat(a.on(b.envelope(back))).isInstanceOf(Step.Build.class);
    b.on(a.envelope(a.target().staged(ID, back.version(), TWO)));
    Step step = b.on(a.envelope(a.source().abort("too slow")));
    assertThat(step).isEqualTo(new Step.GiveBack(new Message.Aborted(1)));
    assertThat(a.source().settled()).isFalse();

    b.source().switching(21);
    Step publish = a.on(b.envelope(b.source().take(ID).orElseThrow()));
    assertThat(publish).isEqualTo(new Step.Publish(ID, new Version(20, 1), TWO, null));
    b.on(a.envelope(a.target().published(ID, new Version(20, 1))));

    assertThat(a.place(ID)).isEqualTo(Place.HERE);
    assertThat(b.place(ID)).isEqualTo(Place.AWAY);
    assertThat(a.source().settled()).isTrue();
  }

  @Test
  void afterTheSuccessorsEndWhatItSentBackIsTakenBack() {
    handOver();

    TransferLedger.Takeover takeover = a.peerIsOut(30);

    assertThat(takeover.publish())
        .containsExactly(new Step.Publish(ID, new Version(0, 1), ONE, null));
    assertThat(takeover.lost()).isEmpty();
    a.target().published(ID, new Version(0, 1));
    assertThat(a.serves(ID)).isTrue();
    assertThat(b.forfeit()).containsExactly(ID);
    assertThat(b.serves(ID)).isFalse();
    assertThat(a.on(b.envelope(new Message.Taken(ID, new Version(0, 1), ONE))))
        .isInstanceOf(Step.Dropped.class);
  }

  @Test
  void aTombstoneOfTheFormerOwnerDoesNotCount() {
    stage(ONE);
    Message late = new Message.Ended(ID, new Version(0, 9));
    a.source().switching(20);
    b.on(a.envelope(a.source().take(ID).orElseThrow()));
    b.target().published(ID, new Version(0, 1));

    b.on(a.envelope(late));

    assertThat(b.serves(ID)).isTrue();
  }

  @Test
  void messagesOfAnotherLifeOrRoundAreDropped() {
    stage(ONE);
    Message take = new Message.Take(ID, new Version(0, 1), ONE, 20, null);

    assertThat(
            List.of(
                b.on(new Envelope(new Life("A", 3), NEXT, 5, take)),
                b.on(new Envelope(OLD, new Life("B", 8), 5, take)),
                b.on(new Envelope(OLD, NEXT, 4, take))))
        .allMatch(Step.Dropped.class::isInstance);
  }

  @Test
  void nothingIsHandedOverBeforeTheRosterSaysSo() {
    stage(ONE);

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> a.source().take(ID))
        .withMessageContaining("SWITCHING");
  }

  @Test
  void aCopyGoesItsOwnWay() {
    stage(ONE);
    TransferLedger copy = a.copy();
    copy.source().switching(20);
    copy.source().take(ID);

    assertThat(copy.place(ID)).isEqualTo(Place.IN_DOUBT);
    assertThat(a.place(ID)).isEqualTo(Place.HERE);
  }

  @Test
  void aRoundThatWasGivenUpIsNeverAcceptedAgain() {
    RoundBook book = new RoundBook(NEXT);
    Envelope offer = new Envelope(OLD, NEXT, 5, new Message.Offer("f", 1, 1, List.of()));
    assertThat(book.offered(offer, "")).isEqualTo(new Message.Accepted());
    assertThat(book.offered(offer, "")).isEqualTo(new Message.Accepted());
    Envelope abort = new Envelope(OLD, NEXT, 5, new Message.Abort(""));
    book.ledger(abort).orElseThrow().on(abort);

    assertThat(book.offered(offer, "")).isInstanceOf(Message.Refused.class);
    Envelope next = new Envelope(OLD, NEXT, 6, new Message.Offer("f", 1, 1, List.of()));
    assertThat(book.offered(next, "no room")).isEqualTo(new Message.Refused("no room"));
    assertThat(book.offered(next, "")).isEqualTo(new Message.Accepted());
    assertThat(book.offered(offer, "")).isInstanceOf(Message.Refused.class);
    assertThat(book.ledger(abort)).isEmpty();
  }

  @Test
  void preCopyStopsWhenLittleIsLeftOrItNoLongerShrinks() {
    PreCopy rule = PreCopy.defaults();

    assertThat(rule.goesOn(1, 10_000, 1_000)).isTrue();
    assertThat(rule.goesOn(2, 1_000, 49)).isFalse();
    assertThat(rule.goesOn(2, 1_000, 1_000)).isFalse();
    assertThat(rule.goesOn(5, 1_000, 500)).isFalse();
  }

  private void stage(Digest digest) {
    a.source().own(ID);
    a.source().begin(ID);
    Message.Stage stage = a.source().captured(ID, digest, BYTES).orElseThrow();
    assertThat(b.on(a.envelope(stage))).isInstanceOf(Step.Build.class);
    a.on(b.envelope(b.target().staged(ID, stage.version(), digest)));
    assertThat(a.source().pending()).isEmpty();
  }

  private void handOver() {
    stage(ONE);
    a.source().switching(20);
    b.on(a.envelope(a.source().take(ID).orElseThrow()));
    a.on(b.envelope(b.target().published(ID, new Version(0, 1))));
  }

  private static Message answer(Step step) {
    return ((Step.Answer) step).message();
  }
}
