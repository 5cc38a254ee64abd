/** Photo searches. */
@NullMarked
package io.imgsrch.operators.query;

import org.jspecify.annotations.NullMarked;
