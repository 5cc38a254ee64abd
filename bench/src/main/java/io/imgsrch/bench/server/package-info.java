/** What benchmarks run on. */
@NullMarked
package io.imgsrch.bench.server;

import org.jspecify.annotations.NullMarked;
