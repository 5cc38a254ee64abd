/**
 * From the bytes of a picture to its vector: check, decode, resize, infer. Knows nothing of Flink.
 */
@NullMarked
package io.imgsrch.operators.embed;

import org.jspecify.annotations.NullMarked;
