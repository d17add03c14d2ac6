using System.Text;
using AgentFunctions.Gateway.Models.Events;

namespace AgentFunctions.Gateway.Tests.Models.Events;

internal static class DeliveredPartExtensions
{
    public static string Text(this DeliveredPart part) => Encoding.UTF8.GetString(part.Utf8);
}
