/** A copy of Netty under another name, as far as its counter goes. */
package shaded.io.netty.util.internal;
