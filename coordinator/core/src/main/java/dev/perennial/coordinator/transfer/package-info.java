/**
 * The protocol by which sessions and parts move from one server to another, acknowledged by exactly
 * (id, version, digest). Pure: messages in, steps out; no I/O, clock or thread. Begin with {@link
 * dev.perennial.coordinator.transfer.Place} and {@link
 * dev.perennial.coordinator.transfer.TransferLedger}.
 *
 * <p>How a shell drives it. The server that hands over:
 *
 * <ol>
 *   <li>makes a {@code TransferLedger(self, successor, round, term)}; sends {@code Offer}; goes on
 *       with {@code Accepted};
 *   <li>{@code source().own(id)} for each session and part, and at each end of a request for its
 *       sessions; {@code ended}, {@code renamed} when that happens, and sends what they return;
 *   <li>in each pass, for each of {@code source().pending()}: {@code begin}, capture, {@code
 *       captured} (or {@code captureFailed}, {@code ended}), sends the {@code Stage}, gives the
 *       answer to {@code on}; {@code tombstone} where that is there. {@link
 *       dev.perennial.coordinator.transfer.PreCopy} tells when to stop;
 *   <li>the roster says SWITCHING: {@code source().switching(epoch)}; pauses the parts and takes
 *       each: {@code take(id)}, or {@code begin}, capture, {@code take(id, digest, bytes)}; sends
 *       it, gives the answer to {@code on}. No answer: {@code again(id)} until there is one. Then
 *       the sessions with nothing in flight, then the others as their requests end;
 *   <li>on {@code HandedOver}: takes the item out of its container and keeps it by (id, version);
 *       on {@code StillHere}: captures and takes again, or gives up;
 *   <li>{@code source().allDone()}, nothing in flight, no session that was not owned: DONE; sends
 *       {@code Done}.
 * </ol>
 *
 * To give up, {@code source().abort(reason)}: sends it until {@code settled()}, asks ({@code ask})
 * about each item in doubt, and answers the Takes by which things come back like any successor.
 *
 * <p>The successor has one {@link dev.perennial.coordinator.transfer.RoundBook}: {@code offered}
 * for an Offer; for all else {@code ledger(envelope)}, else it answers {@code Refused}. It does
 * what {@code on} says: {@code Build} and {@code Publish} are confirmed by {@code staged}/{@code
 * published} or their failures, which return the answer to send. What it owns by then it captures
 * and stages back like a source, as long as the old server is there; after {@code GiveBack} it
 * takes ({@code switching}, {@code take}) all of {@code source().remaining()} to where it came
 * from.
 *
 * <p>What a shell has to see to: an item is served only while {@code serves(id)} and this server
 * has its lease; IN_DOUBT and ARRIVING are answered by waiting, then 503. {@code peerIsOut} is the
 * only way out of a doubt without an answer, and comes after the other one's lease has run out. The
 * ledger of a round that was given up is kept, and answers, until the round after the next one
 * begins: the other server may still be in doubt. While things are given back, the sessions without
 * their parts are held. Before a restart the successor must be seen alive: what dies after that was
 * the only owner.
 */
@NullMarked
package dev.perennial.coordinator.transfer;

import org.jspecify.annotations.NullMarked;
