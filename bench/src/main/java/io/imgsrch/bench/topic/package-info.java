/** What benchmarks write to topics, and count there. */
@NullMarked
package io.imgsrch.bench.topic;

import org.jspecify.annotations.NullMarked;
