/** Step 6: a picture becomes a vector. */
@NullMarked
package io.imgsrch.operators.embed;

import org.jspecify.annotations.NullMarked;
