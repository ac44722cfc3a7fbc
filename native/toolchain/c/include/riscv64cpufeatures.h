#pragma once
/* The builder asks for this struct's layout on every architecture, and uses it only on its own. */
typedef struct {
  unsigned char fI;
  unsigned char fM;
  unsigned char fA;
  unsigned char fF;
  unsigned char fD;
  unsigned char fC;
  unsigned char fV;
} CPUFeatures;
