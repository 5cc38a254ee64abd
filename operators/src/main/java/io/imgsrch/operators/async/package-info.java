/** Waiting without blocking: deadlines, bounds and threads that end. */
@NullMarked
package io.imgsrch.operators.async;

import org.jspecify.annotations.NullMarked;
