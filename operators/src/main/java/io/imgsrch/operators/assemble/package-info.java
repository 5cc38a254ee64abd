/** Step 4: what a merchant says of a product, its pictures hashed. */
@NullMarked
package io.imgsrch.operators.assemble;

import org.jspecify.annotations.NullMarked;
