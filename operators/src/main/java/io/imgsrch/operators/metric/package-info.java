/** Metrics that Flink lacks. */
@NullMarked
package io.imgsrch.operators.metric;

import org.jspecify.annotations.NullMarked;
