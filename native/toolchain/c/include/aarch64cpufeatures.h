#pragma once
/* The builder asks for this struct's layout on every architecture, and uses it only on its own. */
typedef struct {
  unsigned char fFP;
  unsigned char fASIMD;
  unsigned char fEVTSTRM;
  unsigned char fAES;
  unsigned char fPMULL;
  unsigned char fSHA1;
  unsigned char fSHA2;
  unsigned char fCRC32;
  unsigned char fLSE;
  unsigned char fDCPOP;
  unsigned char fSHA3;
  unsigned char fSHA512;
  unsigned char fSVE;
  unsigned char fSVE2;
  unsigned char fSTXR_PREFETCH;
  unsigned char fA53MAC;
  unsigned char fDMB_ATOMICS;
  unsigned char fPACA;
  unsigned char fSVEBITPERM;
  unsigned char fFPHP;
  unsigned char fASIMDHP;
} CPUFeatures;
