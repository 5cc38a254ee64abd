/** Reads the jobs' state from outside, through Flink's queryable state. */
@NullMarked
package io.imgsrch.operators.query.state;

import org.jspecify.annotations.NullMarked;
