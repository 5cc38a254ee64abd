/** Measures: who is asked what, when, and for how long. */
@NullMarked
package io.imgsrch.bench.search.run;

import org.jspecify.annotations.NullMarked;
