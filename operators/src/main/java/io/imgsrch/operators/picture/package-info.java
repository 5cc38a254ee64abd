/** Bytes of a picture become pixels: check, decode, resize. Knows nothing of Flink. */
@NullMarked
package io.imgsrch.operators.picture;

import org.jspecify.annotations.NullMarked;
