/** How many availability events the validity job takes. */
@NullMarked
package io.imgsrch.bench.validity;

import org.jspecify.annotations.NullMarked;
