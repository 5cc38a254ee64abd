/** Sinks that tell how far they have written. */
@NullMarked
package io.imgsrch.sinks.progress;

import org.jspecify.annotations.NullMarked;
