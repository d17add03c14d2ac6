namespace AgentFunctions.Infra.Tests.Queries;

internal enum KqlKind
{
    Name,
    Text,
    Number,
    Sign,
}
