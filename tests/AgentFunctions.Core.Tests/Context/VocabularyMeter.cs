using AgentFunctions.Core.Context;
using AgentFunctions.Gateway.Models;
using Microsoft.Extensions.DependencyInjection;

namespace AgentFunctions.Core.Tests.Context;

/// <summary>The meter that hosts use.</summary>
internal static class VocabularyMeter
{
    public static ITokenMeter Create() => new ServiceCollection().AddModelGateway().BuildServiceProvider().GetRequiredService<ITokenMeter>();
}
