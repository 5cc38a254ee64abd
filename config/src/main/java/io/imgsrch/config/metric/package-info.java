/** Metrics that several modules report in one way. */
@NullMarked
package io.imgsrch.config.metric;

import org.jspecify.annotations.NullMarked;
