/** Damaged recordings and damaged requests, in any number, against a running server. A case is known by its number and the seed. */
package dev.escriba.fuzz;
