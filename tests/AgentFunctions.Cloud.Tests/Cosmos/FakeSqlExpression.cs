namespace AgentFunctions.Cloud.Tests.Cosmos;

internal delegate object? FakeSqlExpression(FakeSqlRow row);
