namespace AgentFunctions.Cloud.Tests.Cosmos;

/// <summary>One request that reached the fake. The charge is nominal: 1 a read, 3 a query, 6 a written item.</summary>
internal sealed record FakeLogEntry(string Kind, string Container, double Charge, FakeFault Fault);
