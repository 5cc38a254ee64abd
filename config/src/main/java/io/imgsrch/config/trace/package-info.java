/** W3C trace context. */
@NullMarked
package io.imgsrch.config.trace;

import org.jspecify.annotations.NullMarked;
