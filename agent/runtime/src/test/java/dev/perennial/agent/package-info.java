@NullMarked
package dev.perennial.agent;

import org.jspecify.annotations.NullMarked;
