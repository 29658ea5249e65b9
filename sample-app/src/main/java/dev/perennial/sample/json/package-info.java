/** The little JSON that shop, client and demo need: {@link dev.perennial.sample.json.Json}. */
@NullMarked
package dev.perennial.sample.json;

import org.jspecify.annotations.NullMarked;
