/** ONNX Runtime: its native libraries, its environment and its sessions. It knows no model. */
package dev.escriba.speech.onnx;
