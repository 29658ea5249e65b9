/** What of Spring Session is known by its name. */
@NullMarked
package org.springframework.session;

import org.jspecify.annotations.NullMarked;
